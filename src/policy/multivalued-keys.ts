/**
 * The condition keys that may have several values in one request, by the prefix of the service; `*` stands for a name.
 *
 * A test compares them with AWS's own data.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'aws': ['CalledVia', 'PrincipalOrgPaths', 'PrincipalServiceNamesList', 'ResourceOrgPaths', 'SourceOrgPaths', 'TagKeys', 'VpceOrgPaths'],
  'a4b': ['filters_deviceType'],
  'account': ['AccountResourceOrgPaths', 'AlternateContactTypes'],
  'acm': ['DomainNames'],
  'airflow': ['TeamNames'],
  'apigateway': [
    'Request/ApiKeyRequired', 'Request/AuthorizerType', 'Request/AuthorizerUri', 'Request/ConditionBasePaths', 'Request/EndpointType',
    'Request/RouteAuthorizationType', 'Request/SecurityPolicy', 'Resource/ApiKeyRequired', 'Resource/AuthorizerType', 'Resource/AuthorizerUri',
    'Resource/ConditionBasePaths', 'Resource/EndpointType', 'Resource/RouteAuthorizationType', 'Resource/SecurityPolicy',
  ],
  'autoscaling': [
    'CapacityReservationIds', 'CapacityReservationResourceGroupArns', 'LoadBalancerNames', 'TargetCapacityTypes', 'TargetGroupARNs',
    'TrafficSourceIdentifiers', 'VPCZoneIdentifiers',
  ],
  'aws-marketplace': ['AgreementType', 'ProductId'],
  'backup': ['CopyTargetOrgPaths', 'CopyTargets', 'FrameworkArns'],
  'bedrock-agentcore': [
    'AllowedQueryParameters', 'AllowedRequestHeaders', 'AllowedResponseHeaders', 'CredentialProviderScope', 'InboundJwtClaim/aud',
    'InboundJwtClaim/scope', 'securityGroups', 'subnets',
  ],
  'bedrock-mantle': ['Files'],
  'cloudformation': ['ResourceTypes', 'TargetRegion'],
  'cloudshell': ['SecurityGroupIds', 'SubnetIds', 'VpcIds'],
  'cloudwatch': ['AlarmActions', 'requestInsightRuleLogGroups', 'requestManagedResourceARNs'],
  'codebuild': [
    'buildBatchConfig.restrictions.computeTypesAllowed', 'buildBatchConfig.restrictions.fleetsAllowed', 'cache.modes',
    'environment.environmentVariables.name', 'environment.environmentVariables.value', 'fileSystemLocations.identifier',
    'fileSystemLocations.location', 'fileSystemLocations.type', 'secondaryArtifacts.artifactIdentifier', 'secondaryArtifacts.bucketOwnerAccess',
    'secondaryArtifacts.encryptionDisabled', 'secondaryArtifacts.location', 'secondarySources.auth.resource', 'secondarySources.auth.type',
    'secondarySources.buildStatusConfig.context', 'secondarySources.buildStatusConfig.targetUrl', 'secondarySources.insecureSsl',
    'secondarySources.location', 'secondarySources.sourceIdentifier', 'vpcConfig.securityGroupIds', 'vpcConfig.subnets',
  ],
  'comprehend': ['VpcSecurityGroupIds', 'VpcSubnets'],
  'connect': ['FlowType', 'ListRealtimeContactAnalysisSegmentsBySegmentType', 'MonitorCapabilities', 'SearchContactsByContactAnalysis'],
  'datapipeline': ['PipelineCreator', 'workerGroup'],
  'deadline': ['FarmMembershipLevels', 'FleetMembershipLevels', 'JobMembershipLevels', 'QueueMembershipLevels'],
  'devops-guru': ['ServiceNames'],
  'dsql': ['FisTargetArns'],
  'dynamodb': [
    'Attributes', 'FirstPartitionKeyValues', 'FisTargetArns', 'FourthPartitionKeyValues', 'LeadingKeys', 'SecondPartitionKeyValues',
    'ThirdPartitionKeyValues',
  ],
  'ec2': [
    'FisTargetArns', 'IKEVersions', 'Phase1DHGroup', 'Phase1EncryptionAlgorithms', 'Phase1IntegrityAlgorithms', 'Phase2DHGroup',
    'Phase2EncryptionAlgorithms', 'Phase2IntegrityAlgorithms', 'VpcePrivateDnsSpecifiedDomains',
  ],
  'ecs': ['capacity-provider', 'compute-compatibility', 'subnet'],
  'eks': ['encryptionConfigProviderKeyArns', 'kubernetesGroups', 'namespaces'],
  'elasticloadbalancing': ['ListenerProtocol', 'SecurityGroup', 'SecurityPolicy', 'Subnet'],
  'events': ['EventBusArn', 'Metadata/*', 'TargetArn', 'detail-type', 'source'],
  'fis': ['Operations', 'Targets'],
  'geo': ['DeviceIds', 'GeofenceIds'],
  'glue': ['SecurityGroupIds', 'SubnetIds', 'VpcIds'],
  'iam': ['AccountPropertyNamespaces'],
  'identitystore': ['GroupExternalIdIssuers', 'GroupId', 'UserExternalIdIssuers', 'UserId'],
  'imagebuilder': ['CreatedResourceTagKeys'],
  'iot': ['ThingGroupArn', 'TunnelDestinationService'],
  'iotfleetwise': ['Signals'],
  'iotsitewise': ['taskArns'],
  'iottwinmaker': ['linkedServices'],
  'kinesis': ['FisTargetArns'],
  'kms': ['EncryptionContextKeys', 'GrantOperations', 'ResourceAliases'],
  'lambda': ['Layer', 'SecurityGroupIds', 'SubnetIds'],
  'lex': ['associatedIntents', 'associatedSlotTypes'],
  'logs': ['LogGeneratingResourceArns'],
  'networkmanager': ['edgeLocations', 'subnetArns'],
  'oam': ['ResourceTypes'],
  'observabilityadmin': ['CentralizationSourceId', 'CentralizationSourceRegions'],
  'partnercentral': ['FulfillmentTypes', 'Programs'],
  'partnercentral-account-management': ['LegacyPartnerCentralRole', 'MarketingCentralRole', 'ProServeRole'],
  'payment-cryptography': ['ResourceAliases'],
  'pi': ['Dimensions'],
  'quicksight': ['AllowedEmbeddingDomains', 'KmsKeyArns'],
  'refactor-spaces': ['CreatedByAccountIds'],
  'route53': ['ChangeResourceRecordSetsActions', 'ChangeResourceRecordSetsNormalizedRecordNames', 'ChangeResourceRecordSetsRecordTypes'],
  's3': ['InventoryAccessibleOptionalFields', 'RequestObjectTagKeys'],
  's3express': ['InventoryAccessibleOptionalFields', 'Permissions'],
  'sagemaker': [
    'AcceleratorTypes', 'CustomerMetadataPropertiesToRemove', 'ImageArns', 'ImageVersionArns', 'InstanceTypes',
    'NotebookInstanceLifecycleConfigArns', 'StudioLifecycleConfigArns', 'UpdatableFeatures', 'VpcSecurityGroupIds', 'VpcSubnets',
  ],
  'saml': [
    'cn', 'eduorghomepageuri', 'eduorgidentityauthnpolicyuri', 'eduorglegalname', 'eduorgsuperioruri', 'eduorgwhitepagesuri',
    'edupersonaffiliation', 'edupersonassurance', 'edupersonentitlement', 'edupersonnickname', 'edupersonorgunitdn', 'edupersonscopedaffiliation',
    'edupersontargetedid',
  ],
  'secretsmanager': ['AddReplicaRegions'],
  'ses': ['ConfigurationSetOptions', 'Recipients', 'ReplicaRegion'],
  'ssm': ['DocumentCategories', 'DocumentVersion', 'InventoryTypeName'],
  'states': ['StateMachineQualifier'],
  'sts': ['IdentityTokenAudience', 'RequestContextProviders', 'TransitiveTagKeys'],
  'synthetics': ['Names'],
  'transfer': ['RequestServerProtocols'],
  'vpc-lattice': ['PrivateDnsSpecifiedDomains', 'SecurityGroupIds', 'TargetGroupArns'],
  'vpc-lattice-svcs': ['RequestQueryString/*'],
  'wisdom': ['MessageTemplate/RoutingProfileArn', 'SearchFilter/Qualifier'],
};

/** Whether a condition key may have several values, so that an operator without a set prefix may mean any of them. */
export function isMultivalued(key: string): boolean {
  const name = key.toLowerCase();
  return NAMES.has(name) || OPEN_NAMES.some((beginning) => name.startsWith(beginning)) || ANYWHERE.test(name);
}

/** The keys of tags, whatever the service; how a user has proved who it is, among the claims of a token. */
const ANYWHERE = /tagkeys$|:amr$/;

const ALL = Object.entries(KEYS).flatMap(([service, names]) => names.map((name) => `${service}:${name}`.toLowerCase()));
const NAMES: ReadonlySet<string> = new Set(ALL);
const OPEN_NAMES = ALL.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
