// Some tests use parts of the CDK that it deprecates, since apps do so too; what it says of them is not about this library.
process.env.JSII_DEPRECATED = 'quiet';
