export default {
  projects: ['<rootDir>/libs/*', '<rootDir>/services/*'],
  // A project's own limit counts only where it is run alone: Jest takes this one from here.
  testTimeout: 60_000,
};
