import { directoryOf } from './command';
import { examplesOfDocs } from './examples';

test('docs/command-line.md shows what the command line says: if not, write it anew by UPDATE_COMMAND_LINE_PAGE', () => {
  const { current, wanted } = examplesOfDocs(directoryOf());

  expect(current).toBe(wanted);
});
