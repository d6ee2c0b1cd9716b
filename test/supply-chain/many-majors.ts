/**
 * Of what else than one major version is there among what is shipped: `name 1 2`, and why. All of it stands in rooms;
 * the published packages have none.
 */
export const MANY_MAJORS: Readonly<Record<string, string>> = {
  'depd 1 2': 'koa, under the demonstration’s OpenID provider',
  'http-errors 1 2': 'koa',
  'jose 5 6': 'oidc-provider asks for 5; all of ours is on 6',
  'mimic-response 3 4': 'got, under oidc-provider',
  'quick-lru 5 7': 'got and oidc-provider itself',
  'statuses 1 2': 'koa',
  'tslib 1 2': 'tsyringe, under @peculiar/x509',
};
