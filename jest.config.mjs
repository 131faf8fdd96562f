export default {
  projects: ['<rootDir>/libs/*', '<rootDir>/services/*'],
};
