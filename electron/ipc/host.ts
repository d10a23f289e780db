/** The host: one handler table and one stream of news, shared by every door. Knows no transport, engine or database. */
import type { Handlers, Wire } from '../../engine/contract/index.ts';
import { dispatch } from './dispatch.ts';
import { faultOf, type FaultLog } from './fault.ts';
import type { NewsBus } from './news.ts';
import { Outbox, type NewsSink } from './outbox.ts';

export interface HostOptions {
  /** Complete: a missing handler is a compile error. */
  readonly handlers: Handlers;
  /** Handlers and jobs publish here. */
  readonly news: NewsBus;
  /** Our own faults, with the id that the answer carries. */
  readonly log: FaultLog;
  /** Run in this order when the host closes: queue first, database last. */
  readonly closers: readonly (() => void | Promise<void>)[];
}

/** One window, tab or client. */
export interface Connection {
  /** Checks and answers one message. Never rejects. */
  receive(message: unknown): Promise<Wire>;
  /** The transport has room again: news that had to wait are sent. */
  flush(): void;
  close(): void;
}

export interface Host {
  readonly handlers: Handlers;
  connect(sink: NewsSink): Connection;
  /** Ends jobs, then closes the database; may be called twice. */
  close(): Promise<void>;
}

export function createHost(options: HostOptions): Host {
  let closing: Promise<void> | null = null;
  return {
    handlers: options.handlers,
    connect(sink) {
      const outbox = new Outbox(sink);
      const unsubscribe = options.news.subscribe((news) => {
        try {
          outbox.add(news);
        } catch (error) {
          options.log(faultOf(`news ${news.name}`, error)); // one broken window does not stop a job
        }
      });
      return {
        receive: (message) => dispatch(options.handlers, message, options.log),
        flush: () => outbox.flush(),
        close: unsubscribe,
      };
    },
    close() {
      closing ??= closeAll(options.closers);
      return closing;
    },
  };
}

/** A closer that fails does not keep the later ones from running; the first failure is passed on. */
async function closeAll(closers: HostOptions['closers']): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closers) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length) throw failures[0];
}
