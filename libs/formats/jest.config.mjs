import { project } from '../../jest.preset.mjs';

export default project('formats', import.meta.dirname);
