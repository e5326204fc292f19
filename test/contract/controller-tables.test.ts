import { controllersPage } from './controller-tables';

/*
 * What the docs say about controllers is what the code does.
 */

test('the tables of docs/controllers.md are those that the code makes', async () => {
  const { current, wanted } = await controllersPage();

  expect(current === wanted ? '' : 'docs/controllers.md is out of date: run "npm run controllers:docs" and review what it writes').toBe('');
});
