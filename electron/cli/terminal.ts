/** The terminal as commands see it: one document on stdout, progress and logs on stderr, Ctrl+C as a flag. */
export class Terminal {
  readonly json: boolean;
  private cancelListeners: (() => void)[] = [];
  private isCancelled = false;
  private lastProgressMs = 0;
  private hasOpenLine = false;

  constructor(json: boolean) {
    this.json = json;
  }

  /** A log line on stderr. */
  log(line: string): void {
    this.closeLine();
    process.stderr.write(`${line}\n`);
  }

  /** Progress: rewritten in place on a terminal, else one line every two seconds. */
  progress(line: string): void {
    const now = Date.now();
    if (process.stderr.isTTY) {
      if (now - this.lastProgressMs < 80) return;
      process.stderr.write(`\r\u001b[K${line}`);
      this.hasOpenLine = true;
    } else {
      if (now - this.lastProgressMs < 2000) return;
      process.stderr.write(`${line}\n`);
    }
    this.lastProgressMs = now;
  }

  closeLine(): void {
    if (this.hasOpenLine) process.stderr.write('\r\u001b[K');
    this.hasOpenLine = false;
  }

  get cancelled(): boolean {
    return this.isCancelled;
  }

  onCancel(listener: () => void): void {
    this.cancelListeners.push(listener);
  }

  /** First Ctrl+C cancels, the second one ends the process at once. */
  watchSignals(): void {
    const stop = (): void => {
      if (this.isCancelled) process.exit(130);
      this.isCancelled = true;
      this.log('Cancelling… (again: end at once)');
      for (const listener of this.cancelListeners) listener();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  }
}
