/** Builds the window on a connection to a host; main.ts gives the real one. */
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import type { WorkbenchApi } from '../../engine/contract/index.ts';
import App from './App.vue';
import './design/base.css';
import './design/pages.css';
import './design/fonts.ts';
import { useApi, type ConnectionState } from './stores/api.ts';
import { useHost } from './stores/host.ts';
import { useJobs } from './stores/jobs.ts';
import { useOpened } from './stores/opened.ts';
import { useRoute } from './stores/route.ts';
import { useRuns } from './stores/runs.ts';

export function startWindow(connect: (onState: (state: ConnectionState) => void) => WorkbenchApi): void {
  const pinia = createPinia();
  const api = useApi(pinia);
  api.install(connect(api.setConnection));
  useRoute(pinia).start();
  useHost(pinia).follow();
  useJobs(pinia).follow();
  useRuns(pinia).follow();
  useOpened(pinia).follow();
  createApp(App).use(pinia).mount('#app');
}
