/** The environment that a test issuer looks at, where there is one: Node's, and that of most runtimes. */
export type TestEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * @throws TypeError in production. The test issuer looks by itself, so that nobody can forget to tell it: this file is
 * the one place of the SDK that reads the environment, and no part of a production bundle.
 */
export function refuseProduction(env: TestEnvironment = environment()): void {
  if (env.NODE_ENV === 'production') {
    throw new TypeError('testIssuer: lets everyone in, so it does not start with NODE_ENV=production');
  }
}

function environment(): TestEnvironment {
  return (globalThis as { process?: { env?: TestEnvironment } }).process?.env ?? {};
}
