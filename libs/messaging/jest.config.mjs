import { project } from '../../jest.preset.mjs';

export default project('messaging', import.meta.dirname);
