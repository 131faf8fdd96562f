import { project } from '../../jest.preset.mjs';

export default project('pipeline-e2e', import.meta.dirname);
