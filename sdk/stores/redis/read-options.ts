/** Braces would decide where in a Cluster everything lies. @throws TypeError on anything but a short plain text. */
export function readPrefix(prefix = 'bauta:'): string {
  if (!/^[\w.:/-]{0,64}$/.test(prefix)) throw new TypeError('prefix: up to 64 letters, digits and . : / - _');
  return prefix;
}

/** @throws TypeError unless it is a whole number of milliseconds, up to a minute. */
export function readTimeout(timeoutMs = 1000): number {
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > 60_000) {
    throw new TypeError('timeoutMs: a whole number of milliseconds, up to a minute');
  }
  return timeoutMs;
}

/** @throws TypeError unless it could be a number of replicas. */
export function readReplicas(replicas = 0): number {
  if (!Number.isInteger(replicas) || replicas < 0 || replicas > 100) throw new TypeError('replicas: a small number');
  return replicas;
}
