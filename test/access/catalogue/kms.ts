import { Calls } from './entry';
import { KmsAccess, KmsOperation, KmsService } from '../../../src';

export const kmsCalls: Calls = (_, key) => Object.entries(KmsService).map(([name, service]) => [
  'KmsAccess.viaService', `key, KmsService.${name}, { operations: Object.values(KmsOperation) }`,
  KmsAccess.viaService(key, service, { operations: Object.values(KmsOperation) }),
]);
