import { Calls } from './entry';
import { KmsAccess, KmsOperation, KmsService } from '../../../src';

export const kmsCalls: Calls = (_, key) => [
  ['KmsAccess.viaService', 'key, KmsService.S3', KmsAccess.viaService(key, KmsService.S3)],
  [
    'KmsAccess.viaService', 'key, KmsService.S3, { operations: Object.values(KmsOperation) }',
    KmsAccess.viaService(key, KmsService.S3, { operations: Object.values(KmsOperation) }),
  ],
  ['KmsAccess.viaService', 'key, KmsService.SSM', KmsAccess.viaService(key, KmsService.SSM)],
];
