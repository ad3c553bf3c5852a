// What ESLint does in the comparison: it reports reads of the global, nothing else.
export default [
  {
    files: ['**/*.js'],
    languageOptions: { sourceType: 'script' },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    rules: { 'no-restricted-globals': ['error', 'AMOCRM'] },
  },
]
