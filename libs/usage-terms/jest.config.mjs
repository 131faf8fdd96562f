import { project } from '../../jest.preset.mjs';

export default project('usage-terms', import.meta.dirname);
