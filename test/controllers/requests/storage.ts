import { ec2, OTHER_ACCOUNT, Requests } from './request';
import { ACCOUNT, REGION } from '../../fixtures';
import { arnOf, BUCKET_ARN, FILE_SYSTEM_ARN, KEY_ARN, SECRET_ARN } from '../catalogue';

const NAME = 'ebs.csi.aws.com/cluster-name';
const VOLUME = ec2('volume/vol-1');
const SNAPSHOT = `arn:aws:ec2:${REGION}::snapshot/snap-1`;
const THROUGH_EC2 = { 'kms:ViaService': `ec2.${REGION}.amazonaws.com` };
const ACCESS_POINT = arnOf('elasticfilesystem', 'access-point/fsap-1');
const LUSTRE = arnOf('fsx', 'file-system/fs-1');
const PARAMETER_ARN = arnOf('ssm', 'parameter/shop/payment');

export const STORAGE: Readonly<Record<string, Requests>> = {
  'EbsCsiDriver': {
    can: [
      ['ec2:CreateVolume', VOLUME, { [`aws:RequestTag/${NAME}`]: 'production' }],
      ['ec2:DeleteVolume', VOLUME, { [`ec2:ResourceTag/${NAME}`]: 'production' }],
      ['ec2:AttachVolume', ec2('instance/i-1'), { 'ec2:ResourceTag/eks:cluster-name': 'production' }],
      ['ec2:CreateTags', VOLUME, { 'ec2:CreateAction': 'CreateVolume' }],
      ['kms:CreateGrant', KEY_ARN, { ...THROUGH_EC2, 'kms:GrantIsForAWSResource': 'true' }],
    ],
    cannot: [
      ['ec2:DeleteVolume', VOLUME],
      ['ec2:DeleteVolume', VOLUME, { [`ec2:ResourceTag/${NAME}`]: 'staging' }],
      ['ec2:AttachVolume', ec2('instance/i-1'), { 'ec2:ResourceTag/eks:cluster-name': 'staging' }],
      ['ec2:CreateTags', VOLUME, { [`ec2:ResourceTag/${NAME}`]: 'production', 'aws:TagKeys': [NAME] }],
      ['kms:CreateGrant', KEY_ARN, THROUGH_EC2],
      ['kms:Decrypt', KEY_ARN],
      ['ec2:TerminateInstances', ec2('instance/i-1')],
    ],
  },
  'EbsCsiDriver, any cluster': {
    can: [['ec2:DeleteVolume', VOLUME, { 'ec2:ResourceTag/ebs.csi.aws.com/cluster': 'true' }], ['ec2:AttachVolume', ec2('instance/i-1')]],
    cannot: [['ec2:DeleteVolume', VOLUME], ['ec2:DeleteSnapshot', SNAPSHOT], ['kms:Decrypt', KEY_ARN, THROUGH_EC2]],
  },
  'EfsCsiDriver': {
    can: [
      ['elasticfilesystem:CreateAccessPoint', FILE_SYSTEM_ARN, { 'aws:RequestTag/efs.csi.aws.com/cluster': 'true' }],
      ['elasticfilesystem:DeleteAccessPoint', ACCESS_POINT, { 'aws:ResourceTag/efs.csi.aws.com/cluster': 'true' }],
      ['elasticfilesystem:DescribeFileSystems', FILE_SYSTEM_ARN],
    ],
    cannot: [
      ['elasticfilesystem:CreateAccessPoint', arnOf('elasticfilesystem', 'file-system/fs-other'), { 'aws:RequestTag/efs.csi.aws.com/cluster': 'true' }],
      ['elasticfilesystem:DeleteAccessPoint', ACCESS_POINT],
      ['elasticfilesystem:DeleteFileSystem', FILE_SYSTEM_ARN],
      ['elasticfilesystem:CreateAccessPoint', FILE_SYSTEM_ARN],
    ],
  },
  'FsxLustreCsiDriver': {
    can: [
      ['fsx:CreateFileSystem', LUSTRE, { 'aws:RequestTag/CSIVolumeName': 'pvc-1' }],
      ['fsx:DeleteFileSystem', LUSTRE, { 'aws:ResourceTag/CSIVolumeName': 'pvc-1' }],
      ['fsx:DescribeFileSystems', '*', { 'aws:RequestedRegion': REGION }],
    ],
    cannot: [['fsx:DeleteFileSystem', LUSTRE], ['fsx:CreateFileSystem', LUSTRE], ['s3:ListBucket', BUCKET_ARN],
      ['iam:PutRolePolicy', `arn:aws:iam::${ACCOUNT}:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/x`]],
  },
  'FsxLustreCsiDriver, linked': {
    can: [['s3:ListBucket', BUCKET_ARN], ['iam:PutRolePolicy', `arn:aws:iam::${ACCOUNT}:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/x`]],
    cannot: [['s3:ListBucket', 'arn:aws:s3:::other'], ['s3:GetObject', `${BUCKET_ARN}/x`], ['iam:PutRolePolicy', `arn:aws:iam::${ACCOUNT}:role/admin`]],
  },
  'MountpointS3CsiDriver': {
    can: [
      ['s3:GetObject', `${BUCKET_ARN}/models/a`],
      ['s3:ListBucket', BUCKET_ARN, { 's3:prefix': 'models/' }],
      ['s3:PutObject', `${BUCKET_ARN}/scratch/a`],
      ['s3:DeleteObject', `${BUCKET_ARN}/scratch/a`],
    ],
    cannot: [['s3:PutObject', `${BUCKET_ARN}/models/a`], ['s3:DeleteObject', `${BUCKET_ARN}/models/a`], ['s3:GetObject', `${BUCKET_ARN}/salaries/a`],
      ['s3:ListBucket', BUCKET_ARN], ['s3:PutBucketPolicy', BUCKET_ARN]],
  },
  'Velero': {
    can: [
      ['s3:PutObject', `${BUCKET_ARN}/production/backups/a`],
      ['s3:DeleteObject', `${BUCKET_ARN}/production/backups/a`],
      ['s3:ListBucket', BUCKET_ARN, { 's3:prefix': 'production/backups/' }],
      ['ec2:CreateSnapshot', VOLUME],
      ['ec2:DeleteSnapshot', SNAPSHOT, { 'aws:ResourceTag/velero.io/backup': 'nightly' }],
    ],
    cannot: [['s3:GetObject', `${BUCKET_ARN}/staging/backups/a`], ['s3:ListBucket', BUCKET_ARN], ['ec2:DeleteSnapshot', SNAPSHOT], ['ec2:DeleteVolume', VOLUME], ['ec2:CreateTags', VOLUME],
      ['s3:DeleteBucket', BUCKET_ARN]],
  },
  'Velero, whole': {
    can: [['s3:PutObject', `${BUCKET_ARN}/backups/a`]],
    cannot: [['ec2:CreateSnapshot', VOLUME]],
  },
  'ExternalSecrets': {
    can: [['secretsmanager:GetSecretValue', SECRET_ARN], ['secretsmanager:DescribeSecret', SECRET_ARN], ['ssm:GetParameter', PARAMETER_ARN]],
    cannot: [
      ['secretsmanager:GetSecretValue', arnOf('secretsmanager', 'secret:shop/other-a1B2c3')],
      ['secretsmanager:PutSecretValue', SECRET_ARN],
      ['secretsmanager:ListSecrets', '*'],
      ['ssm:PutParameter', PARAMETER_ARN],
    ],
  },
  'ExternalSecrets, tagged': {
    can: [['secretsmanager:GetSecretValue', SECRET_ARN, { 'aws:ResourceTag/team': 'shop' }], ['secretsmanager:ListSecrets', '*']],
    cannot: [
      ['secretsmanager:GetSecretValue', SECRET_ARN],
      ['secretsmanager:GetSecretValue', SECRET_ARN, { 'aws:ResourceTag/team': 'pay' }],
      ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${REGION}:${OTHER_ACCOUNT}:secret:shop/payment-a1B2c3`, { 'aws:ResourceTag/team': 'shop' }],
    ],
  },
  'SecretsStoreCsiDriver': {
    can: [['secretsmanager:GetSecretValue', SECRET_ARN], ['secretsmanager:DescribeSecret', SECRET_ARN], ['ssm:GetParameters', PARAMETER_ARN]],
    cannot: [
      ['secretsmanager:GetSecretValue', arnOf('secretsmanager', 'secret:shop/payment-other-a1B2c3')],
      ['secretsmanager:ListSecrets', '*'],
      ['ssm:GetParametersByPath', arnOf('ssm', 'parameter/shop')],
      ['secretsmanager:DeleteSecret', SECRET_ARN],
    ],
  },
};
