import { project } from '../../jest.preset.mjs';

export default project('rights', import.meta.dirname);
