/** Something that leaves this repository, or that an operator runs from it. */
export interface Shipped {
  /** Of its list of parts: `NAME.cdx.json`. */
  readonly name: string;
  /** Its workspace, as the lockfile calls it. */
  readonly workspace: string;
  /** Who takes it from a registry gets its dependencies from there as well; what is bundled comes inside of it. */
  readonly isPublished: boolean;
  /** Its build, from the root, where it is bundled into one file. */
  readonly build?: string;
}

export const SHIPPED: readonly Shipped[] = [
  { name: 'sdk', workspace: 'sdk', isPublished: true },
  { name: 'gateway', workspace: 'services/gateway', isPublished: true, build: 'services/gateway/build.mjs' },
  { name: 'conformance', workspace: 'test/conformance', isPublished: true, build: 'test/conformance/build.mjs' },
  { name: 'services', workspace: 'services', isPublished: false },
];
