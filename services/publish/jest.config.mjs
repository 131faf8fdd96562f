import { project } from '../../jest.preset.mjs';

export default project('publish', import.meta.dirname);
