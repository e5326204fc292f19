import { schemaFiles } from './schemas';

test('the JSON Schemas are those of the public types', () => {
  const stale = schemaFiles().filter(({ current, wanted }) => current !== wanted);

  expect(stale.map(({ file }) => `${file} is out of date: run "npm run schemas" and review what it writes`)).toEqual([]);
});
