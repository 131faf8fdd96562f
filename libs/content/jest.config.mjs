import { project } from '../../jest.preset.mjs';

export default project('content', import.meta.dirname);
