import { project } from '../../jest.preset.mjs';

export default project('content-store', import.meta.dirname);
