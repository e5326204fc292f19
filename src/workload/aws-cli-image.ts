/** The image by which pods call AWS unless another is given: AWS's own, of a version that knows both mechanisms. */
export const AWS_CLI_IMAGE = 'public.ecr.aws/aws-cli/aws-cli:2.34.0';
