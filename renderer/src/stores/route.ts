/** Which page is shown, and of what. The address bar holds it, so back, forward and reload work. */
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { hashOf, placeOf, type Place } from '../shell/hash.ts';
import { PAGE_IDS, type PageId } from '../shell/page-ids.ts';
import { isText, remembered } from './remembered.ts';

export const useRoute = defineStore('route', () => {
  const last = remembered('place', '', isText);
  const place = ref<Place<PageId>>({ page: 'home', subject: null });
  const page = computed(() => place.value.page);
  const subject = computed(() => place.value.subject);

  function show(next: Place<PageId>): void {
    place.value = next;
    last.value = hashOf(next);
  }

  function go(to: PageId, of: string | null = null): void {
    const next = { page: to, subject: of };
    if (location.hash !== hashOf(next)) location.hash = hashOf(next);
    show(next);
  }

  /** The address wins over the last place; home is where neither is known. */
  function start(): void {
    const first = placeOf(location.hash, PAGE_IDS) ?? placeOf(last.value, PAGE_IDS);
    addEventListener('hashchange', () => {
      const next = placeOf(location.hash, PAGE_IDS);
      if (next) show(next);
    });
    show(first ?? { page: 'home', subject: null });
    history.replaceState(null, '', hashOf(place.value));
  }

  return { place, page, subject, go, start };
});
