/**
 * Gives files back to inputs. Two ways: the browser's own events, which pages may insist on, and made-up ones where those
 * do not come.
 */
export interface InputReplay {
  /** Puts files into an input as if they had just been chosen: the list, then `input` and `change`, once each. */
  give(input: HTMLInputElement, files: readonly File[]): void;
  /** For the window's capture listeners; true when the event belongs to a replay and the page may have it. */
  passes(event: Event): boolean;
}

export function createInputReplay(): InputReplay {
  let running: { input: HTMLInputElement; restore(): void; given: boolean } | null = null;
  return {
    give(input, files) {
      const transfer = new DataTransfer();
      for (const file of files) transfer.items.add(file);
      const type = input.getAttribute('type');
      const checked = input.checked;
      const restore = () => {
        if (type === null) input.removeAttribute('type');
        else input.setAttribute('type', type);
        input.checked = checked;
        input.files = transfer.files;
      };
      const replay = { input, restore, given: false };
      if (input.isConnected && !input.matches(':disabled')) {
        // A checkbox tells of a script's click by trusted `input` and `change` events; no other script can make those.
        running = replay;
        input.type = 'checkbox';
        input.click();
        running = null;
      }
      if (replay.given) return;
      restore();
      input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    passes(event) {
      if (!running) return false;
      if (running.given) return event.type !== 'click';
      if (event.type === 'click') {
        event.stopImmediatePropagation();
      } else if (event.type === 'input') {
        running.given = true;
        running.restore();
      }
      return true;
    },
  };
}
