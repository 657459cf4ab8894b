/** What is the same in every environment of a spec, or is no part of one. */
export const fixedInEnvironments: readonly string[] = ['archc', 'name', 'architecture', 'environments'];
