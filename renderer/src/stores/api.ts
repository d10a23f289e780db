/** The one connection to the host: every call and all news of the window go through here. */
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type {
  Answer,
  Ask,
  CallName,
  News,
  NewsName,
  Outcome,
  WorkbenchApi,
} from '../../../engine/contract/index.ts';

/** `lost`: a connection that was open ended; the transport is trying again. */
export type ConnectionState = 'connecting' | 'open' | 'lost';

export const useApi = defineStore('api', () => {
  const connection = ref<ConnectionState>('connecting');
  const reopened = new Set<() => void>();
  let installed: WorkbenchApi | null = null;

  function api(): WorkbenchApi {
    if (!installed) throw new Error('useApi().install must run before the first call');
    return installed;
  }

  function install(given: WorkbenchApi): void {
    installed = given;
  }

  function setConnection(state: ConnectionState): void {
    const before = connection.value;
    connection.value = state;
    if (state === 'open' && before === 'lost') for (const listener of reopened) listener();
  }

  function call<K extends CallName>(name: K, ask: Ask<K>): Promise<Outcome<Answer<K>>> {
    return api().call(name, ask);
  }

  /** Returns a function that ends the subscription. */
  function on<K extends NewsName>(name: K, listener: (payload: News[K]) => void): () => void {
    return api().on(name, listener);
  }

  /** News that came while the connection was lost are gone: what was read must be read again. */
  function onReopened(listener: () => void): () => void {
    reopened.add(listener);
    return () => reopened.delete(listener);
  }

  return { connection, install, setConnection, call, on, onReopened };
});
