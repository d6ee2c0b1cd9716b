/**
 * Runs in every document before its scripts: whatever a server answers about the visitor's age, the page reads yes. The
 * record keeps what the server really said.
 */
export function rewriteAnswers(): void {
  const flag = /verif|valid|success|adult|over_?18|allowed|granted|passed|is_?ok|authori[sz]ed|approved|age_?ok/i;
  const opposite = /required|needed|blocked|minor|under|denied|locked|gated/i;
  const status = /^(status|state|result|outcome|decision)$/i;
  const no =
    /^(fail|failed|failure|false|no|pending|unverified|not_verified|denied|rejected|minor|required|error|invalid|none|ko|0)$/i;
  const turn = (value: unknown, name = ''): unknown => {
    if (Array.isArray(value)) return value.map((one) => turn(one));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, turn(one, key)]));
    }
    if (opposite.test(name) && value === true) return false;
    if (flag.test(name) && (value === false || value === 0 || value === null)) return true;
    if ((flag.test(name) || status.test(name)) && typeof value === 'string' && no.test(value)) return 'success';
    return value;
  };
  const parse = JSON.parse;
  JSON.parse = (text: string, reviver?: (key: string, value: unknown) => unknown) =>
    turn(parse(text, reviver as never));
  const json = Response.prototype.json;
  Response.prototype.json = async function (this: Response) {
    return turn(await json.call(this));
  };
  const say = (owner: object, name: string, value: (old: unknown) => unknown) => {
    const old = Object.getOwnPropertyDescriptor(owner, name);
    if (old?.get === undefined) return;
    const { get } = old;
    Object.defineProperty(owner, name, {
      ...old,
      get(this: unknown) {
        return value(get.call(this));
      },
    });
  };
  const isRefusal = (code: unknown) => typeof code === 'number' && code >= 400;
  say(Response.prototype, 'ok', () => true);
  say(Response.prototype, 'status', (code) => (isRefusal(code) ? 200 : code));
  say(XMLHttpRequest.prototype, 'status', (code) => (isRefusal(code) ? 200 : code));
  const isPlain = (given: unknown) =>
    given !== null && [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(given));
  say(XMLHttpRequest.prototype, 'response', (given) =>
    typeof given === 'object' && isPlain(given) ? turn(given) : given,
  );
}
