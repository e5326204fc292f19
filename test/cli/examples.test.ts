import { directoryOf } from './command';
import { examplesOfDocs } from './examples';

test('the examples of docs/command-line.md are what the command line says', () => {
  const { current, wanted } = examplesOfDocs(directoryOf());

  expect(current === wanted ? 'current' : 'out of date: run "npm run command-line-page" and review what it writes').toBe('current');
});
