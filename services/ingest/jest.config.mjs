import { project } from '../../jest.preset.mjs';

export default project('ingest', import.meta.dirname);
