/** The scanners that can be given the exceptions in a form of their own. */
export const scanners = ['checkov', 'cdk-nag', 'cfn-lint'] as const;

export type Scanner = (typeof scanners)[number];
