/** Size of an element, followed while it is mounted. */
import { onBeforeUnmount, onMounted, reactive, type Ref } from 'vue';

export function useRoom(box: Readonly<Ref<HTMLElement | null>>, first = { width: 300, height: 300 }) {
  const room = reactive({ ...first });
  const observer =
    typeof ResizeObserver === 'function'
      ? new ResizeObserver(([entry]) => {
          room.width = entry.contentRect.width;
          room.height = entry.contentRect.height;
        })
      : null;
  onMounted(() => box.value && observer?.observe(box.value));
  onBeforeUnmount(() => observer?.disconnect());
  return room;
}
