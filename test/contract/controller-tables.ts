import { generated, GeneratedPart, write } from './generated-part';
import { compareRow } from '../controllers/compared/compare-rows';
import { ROWS } from '../controllers/compared/rows';
import { comparedTable, controllerTables } from '../controllers/docs/tables';

/** The tables about controllers in the docs. */
export async function controllersPage(): Promise<GeneratedPart> {
  return generated('docs/controllers.md', { ...controllerTables(), 'controllers-compared': comparedTable(await Promise.all(ROWS.map(compareRow))) });
}

if (require.main === module) { void controllersPage().then((page) => write([page])); }
