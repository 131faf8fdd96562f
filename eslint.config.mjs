import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Which kind of project may import which: the table of docs/architecture.md, "Layout". */
const boundaries = [
  { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:contract'] },
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:domain', 'type:contract'] },
  { sourceTag: 'type:platform', onlyDependOnLibsWithTags: ['type:platform', 'type:contract', 'type:domain'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:testing', 'type:platform', 'type:contract', 'type:domain'] },
  {
    sourceTag: 'type:service',
    onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:platform', 'type:testing'],
    bannedExternalImports: ['kafkajs', 'pg'],
  },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:platform', 'type:testing'] },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:contract', 'type:testing'] },
];

/** What decides may not look at the clock, at chance, at the environment, or wait. */
const pure = {
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        { group: ['node:*', '@nestjs/*', 'typeorm', 'pg', 'kafkajs', 'undici', 'fastify'], message: 'A deciding module is pure: the shell gives it what it needs as values.' },
        { group: ['@wiredesk/messaging', '@wiredesk/persistence', '@wiredesk/platform', '@wiredesk/content-store'], allowTypeImports: true, message: 'A deciding module imports only types from the platform.' },
      ],
    },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: 'AwaitExpression', message: 'A deciding module does not wait.' },
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes in as a value.' },
    { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Time comes in as a value.' },
    { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Chance comes in as a value.' },
    { selector: "MemberExpression[object.name='process']", message: 'Configuration comes in as a value.' },
  ],
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.wiredesk/**', '**/bench/**/*.json'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { enforceBuildableLibDependency: false, allow: [], depConstraints: boundaries }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
      'no-else-return': ['error', { allowElseIf: false }],
      'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['libs/{content,formats,fingerprints,usage-terms}/src/**/*.ts', '**/decide.ts', '**/*.decide.ts'],
    ignores: ['**/*.spec.ts', '**/*.int-spec.ts'],
    rules: pure,
  },
  {
    // Services reach the brokers and the database only through the platform. Tests may look behind it.
    files: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts'],
    rules: { 'max-lines': 'off' },
  },
  // What runs in a reader's browser.
  { files: ['services/*/src/**/assets/**/*.js'], languageOptions: { globals: { document: 'readonly', window: 'readonly', localStorage: 'readonly', navigator: 'readonly', location: 'readonly' } } },
  { files: ['**/*.mjs', '**/*.js'], languageOptions: { globals: { process: 'readonly', console: 'readonly', performance: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', fetch: 'readonly', URL: 'readonly', Buffer: 'readonly', AbortSignal: 'readonly', TextEncoder: 'readonly', TextDecoder: 'readonly' } } },
);
