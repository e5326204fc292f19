import { claimsTable } from './claims-table';
import { generated, GeneratedPart, write } from './generated-part';
import { compare } from '../../bench/grants/compare';
import { NEEDS } from '../../bench/grants/needs';
import { grantsTable } from '../../bench/grants/report';
import { catalogue } from '../access/catalogue';
import { buildersTable } from '../access/catalogue/table';

/** The tables about access and claims in the docs, between the marks that bear their names. */
export async function accessTables(): Promise<GeneratedPart[]> {
  return [
    generated('docs/access.md', { builders: buildersTable(catalogue()) }),
    generated('docs/claims.md', { claims: claimsTable() }),
    generated('docs/access-compared.md', { grants: await grantsTable(await Promise.all(NEEDS.map(compare))) }),
  ];
}

if (require.main === module) { void accessTables().then(write); }
