import { project } from '../../jest.preset.mjs';

export default project('fingerprints', import.meta.dirname);
