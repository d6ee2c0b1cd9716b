/** Everything that is wrong with the settings, a line each. No line holds a value. */
export class ConfigFault extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(`the settings have ${lines.length} fault${lines.length === 1 ? '' : 's'}`);
    this.name = 'ConfigFault';
    this.lines = [...new Set(lines)];
  }
}
