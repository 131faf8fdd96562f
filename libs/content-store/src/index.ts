export { bodyKey, eraseBodies, getBodies, latestBodies, putBodies, type BodyId, type NewBody, type StoredBody } from './bodies.js';
export { contentStoreMigrations } from './migrations/index.js';
