import { project } from '../../jest.preset.mjs';

export default project('platform', import.meta.dirname);
