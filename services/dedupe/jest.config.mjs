import { project } from '../../jest.preset.mjs';

export default project('dedupe', import.meta.dirname);
