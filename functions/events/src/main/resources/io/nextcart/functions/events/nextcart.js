/* Nextcart's browser tag: docs/integrate.md. Apache-2.0 */
(() => {
  'use strict';
  const script = document.currentScript;
  const set = script.dataset;
  const api = (set.api || script.src.split('/v1/')[0]).replace(/\/$/, '');
  const early = window.nextcart;
  if (early && early.track) return;

  const DAY = 864e5;
  const MOST = 100;
  const BATCH = 50;
  const TYPES = {view_item: 'view', add_to_cart: 'addtocart', remove_from_cart: 'remove_from_cart', purchase: 'transaction'};
  const FIELDS = ['title', 'price', 'image_url', 'category', 'available'];

  /** Nothing that goes wrong here may reach the page. */
  const safe = f => (...given) => {
    try {
      return f(...given);
    } catch (e) { /* the page goes on without us */ }
  };

  // What is kept: JSON in the storages of the shop's own origin, or in memory where they are shut or may not be used.
  const memory = {};
  const read = (store, name) => {
    try {
      const kept = window[store].getItem('nextcart.' + name);
      return kept == null ? memory[name] : JSON.parse(kept);
    } catch (e) {
      return memory[name];
    }
  };
  const write = (store, name, value) => {
    memory[name] = value;
    try {
      if (value == null) window[store].removeItem('nextcart.' + name);
      else if (name === 'consent' || allowed()) window[store].setItem('nextcart.' + name, JSON.stringify(value));
    } catch (e) { /* shut or full */ }
  };
  const local = (name, ...value) => (value.length ? write : read)('localStorage', name, ...value);
  const session = (name, ...value) => (value.length ? write : read)('sessionStorage', name, ...value);

  const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map(b => (b + 256).toString(16).slice(1)).join('');

  // Consent, and who the shopper is.
  const refused = navigator.globalPrivacyControl || navigator.doNotTrack === '1';
  const asked = set.consent === 'required';
  const allowed = () => !refused && (!asked || local('consent') === true);
  const visitor = () => {
    const name = set.cookie;
    const found = name ? (document.cookie.match('(?:^|; )' + name + '=([^;]+)') || [])[1] : local('visitor');
    const id = found || random();
    if (name) document.cookie = name + '=' + id + ';path=/;max-age=31536000;samesite=lax' + (location.protocol === 'https:' ? ';secure' : '');
    else if (!found) local('visitor', id);
    return id;
  };
  const user = () => session('user') || visitor();

  // Attribution: which answer showed an item last, or better: was clicked, for a day.
  const shown = (id, items, placement) => {
    if (!allowed()) return;
    const now = Date.now();
    const all = Object.entries(session('shown') || {}).filter(([item, of]) => now - of.at < DAY && (of.clicked || !items.includes(item)));
    const clicked = all.map(([item, of]) => of.clicked && item);
    items.filter(item => !clicked.includes(item)).forEach(item => all.push([item, {id, placement, at: now}]));
    session('shown', Object.fromEntries(all.slice(-500)));
  };
  const origin = item => {
    const of = (session('shown') || {})[item];
    return of && Date.now() - of.at < DAY ? of : {};
  };

  // Events wait in the queue until the server has them; each has an id, so that one sent twice counts once.
  let waiting = [];
  let timer = 0;
  let failures = 0;
  let sending = false;
  const queue = (...events) => events.length ? session('queue', events[0]) : session('queue') || [];
  const later = ms => {
    clearTimeout(timer);
    timer = setTimeout(flush, ms);
  };
  const headers = () => Object.assign({'Content-Type': 'application/json'}, set.key && {'X-API-Key': set.key});
  // What happened just now is dated by the server: clocks of shoppers may be wrong.
  const undated = event => Object.assign({}, event, Date.now() - event.timestamp < 5e3 ? {timestamp: undefined} : {});
  const flush = safe(leaving => {
    const events = queue().slice(0, BATCH);
    const impressions = session('seen') || [];
    if (!(events.length + impressions.length) || !allowed() || (sending && leaving !== true)) return;
    sending = true;
    // Impressions have no id to count them once by: what is lost on the way is not sent again.
    session('seen', null);
    const ended = done => {
      sending = false;
      failures = done ? 0 : failures + 1;
      const sent = events.map(e => e.event_id);
      if (done) queue(queue().filter(e => !sent.includes(e.event_id)));
      if (queue().length) later(done ? 0 : Math.min(6e4, 1e3 * 2 ** failures));
    };
    fetch(api + '/v1/events', {method: 'POST', headers: headers(), body: JSON.stringify({events: events.length ? events.map(undated) : undefined, impressions}), keepalive: true, credentials: 'omit'})
      .then(answer => ended(answer.status < 500 && answer.status !== 429), () => ended(false));
  });
  const put = told => {
    if (refused) return;
    if (!allowed()) {
      waiting = waiting.concat(told).slice(-MOST);
      return;
    }
    const {id, placement} = origin(told.item_id);
    const event = {recommendation_id: id, placement, user_id: user(), ...told};
    queue(queue().concat(event).slice(-MOST));
    if (!session('user')) session('guest', (session('guest') || []).concat({item_id: event.item_id, type: event.type, timestamp: event.timestamp}).slice(-20));
    later(500);
    document.dispatchEvent(new CustomEvent('nextcart:event', {detail: event}));
  };
  const track = (type, item, more) => {
    if (item == null || item === '') return;
    const event = Object.assign({event_id: random(), type, item_id: String(item), timestamp: Date.now()}, more);
    if (type === 'view') {
      // A click was told as a view already; the page that it leads to says so again.
      const last = session('clicked');
      session('clicked', null);
      if (last && last.item === event.item_id && event.timestamp - last.at < 6e4) return;
    }
    put(event);
  };
  const click = (item, list) => {
    const all = session('shown') || {};
    const of = list || all[item];
    const now = Date.now();
    if (of && allowed()) session('shown', {...all, [item]: {...of, at: now, clicked: 1}});
    track('view', item);
    session('clicked', {item: String(item), at: now});
  };

  // GA4's data layer: gtag('event', …) pushes its arguments, others push objects.
  const ga4 = safe(pushed => {
    const call = pushed && pushed[0] === 'event';
    const name = call ? pushed[1] : pushed && pushed.event;
    const about = (call ? pushed[2] : pushed && (pushed.ecommerce || pushed.eventModel || pushed)) || {};
    const type = TYPES[name];
    if (!Array.isArray(about.items) || (!type && name !== 'select_item')) return;
    about.items.forEach(item => {
      const id = item.item_id || item.id;
      if (!type) {
        click(id);
        return;
      }
      const more = {};
      const worth = item.price == null && about.items.length === 1 ? about.value : item.price * (item.quantity || 1);
      if (type !== 'view' && isFinite(worth) && worth != null) more.value = +worth;
      const order = type === 'transaction' && about.transaction_id;
      if (order) {
        more.transaction_id = String(order);
        // A page of thanks that is loaded again is the same purchase.
        if ((order + id).length < 120) more.event_id = 't.' + order + '.' + id;
      }
      track(type, id, more);
    });
  });
  const layer = window[set.layer || 'dataLayer'] = window[set.layer || 'dataLayer'] || [];
  [...layer].forEach(ga4);
  const push = layer.push;
  layer.push = function (...all) {
    all.forEach(ga4);
    return push.apply(layer, all);
  };

  /** Asks for a list: {item} for similar ones, {popular: true}, else the shopper's own; k, category, placement. */
  const list = wish => {
    if (asked && !refused && !allowed()) return Promise.resolve(null);
    flush();
    const k = +wish.k || 6;
    const query = new URLSearchParams({k, fields: FIELDS});
    ['placement', 'category'].forEach(name => wish[name] && query.set(name, wish[name]));
    const own = !wish.item && !wish.popular && allowed();
    const path = own ? 'recommendations' : (wish.item ? 'items/' + encodeURIComponent(wish.item) + '/similar' : 'popular') + '?' + query;
    const body = own && {user_id: user(), k, fields: FIELDS, placement: wish.placement, category: wish.category};
    if (own && session('user')) body.session = session('guest') || undefined;
    return fetch(api + '/v1/' + path, {method: own ? 'POST' : 'GET', headers: headers(), credentials: 'omit', body: body ? JSON.stringify(body) : undefined})
      .then(answer => (answer.ok ? answer.json() : null))
      .then(answer => {
        if (answer) shown(answer.recommendation_id, answer.items.map(item => item.item_id), wish.placement || undefined);
        return answer;
      })
      .catch(() => null);
  };

  /** Half of a list that is visible for a second is an impression, once. */
  const watch = (at, id, placement) => {
    let timer = 0;
    const eye = new IntersectionObserver(all => {
      const one = all.pop();
      clearTimeout(timer);
      // Of a list that is larger than the window: half of the window.
      if (one.intersectionRatio >= .5 || one.intersectionRect.height * 2 >= innerHeight) timer = setTimeout(count, 1e3);
    }, {threshold: [.1, .2, .3, .4, .5]});
    const count = safe(() => {
      if (document.hidden || !allowed()) {
        timer = setTimeout(count, 1e3);
        return;
      }
      eye.disconnect();
      session('seen', (session('seen') || []).concat({recommendation_id: id, placement}).slice(-MOST));
      later(500);
    });
    eye.observe(at);
  };

  // <nextcart-list>: text of the catalogue is text, styles need no permission of a CSP.
  const CSS = `:host{display:block}:host([hidden]){display:none}h2{font:inherit;font-weight:600;font-size:1.25em;margin:0 0 .6em}
ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(var(--nextcart-card,9.5rem),1fr));gap:var(--nextcart-gap,1rem);list-style:none;margin:0;padding:0}
a{color:inherit;text-decoration:none;display:block;border-radius:var(--nextcart-radius,.5rem)}
a:hover span,a:focus-visible span{text-decoration:underline}a:focus-visible{outline:2px solid var(--nextcart-accent,currentColor);outline-offset:2px}
img,i{display:block;width:100%;aspect-ratio:1;object-fit:cover;border-radius:inherit;background:var(--nextcart-skeleton,#8882)}
i{border-radius:var(--nextcart-radius,.5rem)}span{display:block;margin-block-start:.4em;overflow-wrap:anywhere}b{font-weight:600}`;
  const element = (name, text, more) => Object.assign(document.createElement(name), text == null ? {} : {textContent: text}, more);
  class List extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      safe(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(CSS);
        this.attachShadow({mode: 'open'}).adoptedStyleSheets = [sheet];
        this.wait();
        if (asked) document.addEventListener('nextcart:consent', safe(() => this.wait()));
      })();
    }

    /** Holds the place, and asks when it comes near the window. */
    wait() {
      this.hidden = asked && !refused && !allowed();
      this.hold(Array.from({length: +this.getAttribute('k') || 6}, () => element('i')));
      const seen = new IntersectionObserver(all => {
        if (all.some(one => one.isIntersecting)) {
          seen.disconnect();
          this.ask();
        }
      }, {rootMargin: '200px'});
      seen.observe(this);
    }

    /** Shows cards, each in a list item. */
    hold(cards) {
      const ul = element('ul');
      ul.append(...cards.map(card => {
        const li = element('li');
        li.append(card);
        return li;
      }));
      const heading = this.getAttribute('heading');
      this.shadowRoot.replaceChildren(...(heading ? [element('h2', heading)] : []), ul);
      ul.setAttribute('aria-label', heading || 'Recommendations');
      this.setAttribute('aria-busy', cards.some(card => card.localName === 'i'));
    }

    ask() {
      const wish = {popular: this.hasAttribute('popular')};
      ['placement', 'item', 'k', 'category'].forEach(name => wish[name] = this.getAttribute(name));
      list(wish).then(safe(answer => {
        const items = answer ? answer.items : [];
        const event = new CustomEvent('nextcart:list', {detail: answer, bubbles: true, composed: true, cancelable: true});
        this.hidden = !items.length;
        const from = answer && {id: answer.recommendation_id, placement: wish.placement || undefined};
        if (this.dispatchEvent(event)) this.hold(items.map(item => this.card(item, from)));
        if (items.length) watch(this, from.id, from.placement);
      }));
    }

    card(item, from) {
      const link = (this.dataset.link || this.getAttribute('link') || '').replace('{item_id}', encodeURIComponent(item.item_id));
      const own = this.querySelector('template');
      const price = item.price == null ? '' : new Intl.NumberFormat(document.documentElement.lang || undefined,
        this.getAttribute('currency') ? {style: 'currency', currency: this.getAttribute('currency')} : {}).format(item.price);
      const told = () => safe(click)(item.item_id, from);
      if (own) {
        const card = own.content.cloneNode(true).firstElementChild;
        [card, ...card.querySelectorAll('*')].forEach(part => {
          const field = part.dataset.field;
          if (field === 'image_url') part.src = item.image_url || '';
          else if (field) part.textContent = field === 'price' ? price : item[field] || '';
          if (part.localName === 'a' && link) part.href = link;
        });
        card.addEventListener('click', told);
        return card;
      }
      const card = element('a', null, link ? {href: link} : {});
      card.append(item.image_url ? element('img', null, {loading: 'lazy', alt: '', src: item.image_url}) : element('i'),
        element('span', item.title || item.item_id), element('b', price));
      card.addEventListener('click', told);
      return card;
    }
  }
  safe(() => customElements.define('nextcart-list', List))();

  const open = {
    track: safe(track),
    list: safe(list),
    shown: safe((id, items, placement) => shown(id, items.map(String), placement)),
    click: safe(item => click(item)),
    watch: safe(watch),
    identify: safe(id => session('user', id == null ? null : String(id))),
    consent: safe(given => {
      local('consent', !!given);
      if (given) {
        session('user', memory.user);
        waiting.splice(0).forEach(put);
      } else {
        ['user', 'shown', 'queue', 'seen', 'guest', 'clicked'].forEach(name => session(name, null));
        local('visitor', null);
        if (set.cookie) document.cookie = set.cookie + '=;path=/;max-age=0';
      }
      document.dispatchEvent(new CustomEvent('nextcart:consent'));
    }),
    push: safe(call => open[call[0]](...call.slice(1)))
  };
  window.nextcart = open;
  if (Array.isArray(early)) early.forEach(open.push);

  // Without a data layer: <body data-nextcart-view="461">, <button data-nextcart-cart="461">.
  const marked = safe(() => document.querySelectorAll('[data-nextcart-view]').forEach(at => track('view', at.dataset.nextcartView)));
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', marked);
  else marked();
  document.addEventListener('click', safe(event => {
    const at = event.target.closest('[data-nextcart-cart]');
    if (at) track('addtocart', at.dataset.nextcartCart);
  }));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush(true));
  window.addEventListener('pagehide', () => flush(true));
  window.addEventListener('online', () => later(0));
  later(0);
})();
