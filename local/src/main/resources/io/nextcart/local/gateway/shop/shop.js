/* An ordinary shop: it has its own items, fills GA4's data layer, and has Nextcart's tag in its pages. */
'use strict';
window.dataLayer = window.dataLayer || [];
function gtag() {
  dataLayer.push(arguments);
}

// The shop's own catalogue: names and pictures by number and category, deterministic.
const NOUNS = ['lamp', 'kettle', 'chair', 'blanket', 'lantern', 'vase', 'clock', 'basket', 'teapot', 'stool', 'mirror', 'planter',
  'backpack', 'tent', 'mug', 'ladle', 'candle', 'rug', 'tray', 'jug', 'bowl', 'hammock', 'satchel', 'flask'];
const KINDS = ['Oak', 'Linen', 'Copper', 'Stone', 'Enamel', 'Birch', 'Wool', 'Brass', 'Clay', 'Walnut', 'Slate', 'Canvas'];
const MARKS = ['Alder', 'Brook', 'Cairn', 'Dune', 'Ember', 'Fjord', 'Glen', 'Heath', 'Isle', 'Juniper', 'Knoll', 'Larch'];
const SHAPES = ['<circle cx="50" cy="46" r="22"/><rect x="46" y="66" width="8" height="18" rx="3"/>',
  '<rect x="28" y="34" width="44" height="44" rx="10"/><path d="M38 34q12-22 24 0" fill="none" stroke-width="6"/>',
  '<path d="M34 22h32l6 34H28zM32 58h6v24h-6zM62 58h6v24h-6z"/>',
  '<path d="M50 18l30 62H20z"/><path d="M50 46l12 34H38z" class="hole"/>',
  '<path d="M36 22h28q-8 16 6 34a22 22 0 1 1-40 0q14-18 6-34z"/>',
  '<circle cx="50" cy="50" r="30"/><path d="M50 30v20l13 9" fill="none" class="hole" stroke-width="5"/>',
  '<path d="M22 42h56l-8 38H30z"/><path d="M32 42q18-32 36 0" fill="none" stroke-width="5"/>',
  '<rect x="20" y="30" width="60" height="9" rx="3"/><rect x="26" y="50" width="48" height="9" rx="3"/><rect x="20" y="70" width="60" height="9" rx="3"/>'];
const hash = text => [...String(text)].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 7);
const pick = (list, key) => list[hash(key) % list.length];
const group = item => (item.category == null ? hash(item.item_id) % 24 : item.category);
const kind = category => pick(KINDS, 'k' + category) + ' ' + pick(NOUNS, category) + 's';
const title = item => pick(KINDS, 'k' + group(item)) + ' ' + pick(NOUNS, group(item)) + ' ' + pick(MARKS, item.item_id + 'm') + ' ' + hash(item.item_id) % 90;
const price = item => (item.price == null ? 5 + hash(item.item_id) % 9500 / 100 : item.price);
const money = amount => new Intl.NumberFormat('en', {style: 'currency', currency: 'EUR'}).format(amount);
const picture = item => {
  const hue = hash('h' + group(item)) % 360;
  const turn = hash(item.item_id) % 40 - 20;
  return 'data:image/svg+xml,' + encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><defs><linearGradient id="g" gradientTransform="rotate('
    + hash(item.item_id) % 90 + ')"><stop stop-color="hsl(' + hue + ' 45% 86%)"/><stop offset="1" stop-color="hsl(' + (hue + 40) % 360 + ' 40% 72%)"/></linearGradient></defs>'
    + '<style>.hole{fill:hsl(' + hue + ' 40% 84%);stroke:hsl(' + hue + ' 40% 84%)}</style><rect width="100" height="100" fill="url(#g)"/><g fill="hsl(' + hue + ' 38% 38%)" stroke="hsl('
    + hue + ' 38% 38%)" stroke-width="0" stroke-linecap="round" transform="rotate(' + turn / 4 + ' 50 50)">' + pick(SHAPES, group(item)) + '</g></svg>');
};

// Item data from lists, for the items' pages; and the cart.
const stored = (name, value) => {
  if (value !== undefined) sessionStorage.setItem('shop.' + name, JSON.stringify(value));
  return JSON.parse(sessionStorage.getItem('shop.' + name) || 'null');
};
const known = id => Object.assign({item_id: id}, (stored('items') || {})[id]);
const cart = () => stored('cart') || [];
const ga4 = (item, more) => Object.assign({item_id: item.item_id, item_name: title(item), price: price(item), item_category: kind(group(item))}, more);

const make = (name, about, ...inside) => {
  const element = document.createElement(name);
  Object.entries(about || {}).forEach(([key, value]) => (key in element ? element[key] = value : element.setAttribute(key, value)));
  element.append(...inside);
  return element;
};
const list = (placement, heading, more) => make('nextcart-list', Object.assign({placement, heading, link: '/shop/p/{item_id}', currency: 'EUR', k: 6}, more));

// The tag's lists hold numbers, categories and prices: the shop adds its names and pictures, then the tag draws them.
document.addEventListener('nextcart:list', event => {
  const answer = event.detail;
  const items = stored('items') || {};
  answer.items.forEach(item => {
    items[item.item_id] = {category: item.category, price: item.price};
    item.title = title(item);
    item.image_url = picture(item);
    item.price = price(item);
  });
  stored('items', items);
  const categories = [...new Set(Object.values(items).map(item => item.category).filter(category => category != null))];
  document.getElementById('categories').replaceChildren(...categories.map(category => make('option', {value: kind(category)})));
  const nav = document.querySelector('nav');
  if (nav) nav.replaceChildren(...categories.slice(0, 14).map(category => make('a', {href: '/shop/c/' + encodeURIComponent(category)}, kind(category))));
  const reasons = answer.items.slice(0, 3).map(item => title(item) + ': ' + item.reason);
  document.getElementById('lists').prepend(make('li', {}, make('b', {}, event.target.getAttribute('placement')),
    ' · ' + answer.variant + ' · ' + answer.fallback_level, ...reasons.map(reason => make('small', {}, reason)), make('small', {}, answer.recommendation_id)));
});
document.addEventListener('nextcart:event', event => {
  stored('told', [event.detail].concat(stored('told') || []).slice(0, 20));
  tell();
});
const tell = () => document.getElementById('events').replaceChildren(...(stored('told') || []).map(told => make('li', {}, make('b', {}, told.type),
  ' ' + title(known(told.item_id)), make('small', {}, told.recommendation_id ? 'led to by ' + told.placement + ' · ' + told.recommendation_id : 'not from a list'))));

const pages = {
  home: () => [make('h1', {}, 'Things that last'), make('nav', {'aria-label': 'Categories'}),
    list('home', 'For you', {k: 12}), list('home-popular', 'Popular now', {popular: '', k: 12})],
  p: id => {
    const item = known(id);
    gtag('event', 'view_item', {currency: 'EUR', value: price(item), items: [ga4(item)]});
    const add = make('button', {onclick: () => {
      stored('cart', cart().concat(id));
      gtag('event', 'add_to_cart', {currency: 'EUR', value: price(item), items: [ga4(item, {quantity: 1})]});
      count();
    }}, 'Add to cart');
    return [make('section', {className: 'product'}, make('img', {src: picture(item), alt: ''}), make('div', {}, make('h1', {}, title(item)),
      make('p', {}, item.category == null ? '' : make('a', {href: '/shop/c/' + encodeURIComponent(item.category)}, kind(item.category))),
      make('p', {className: 'price'}, money(price(item))), add)), list('product', 'Goes with it', {item: id}), list('product-own', 'For you')];
  },
  c: category => [make('h1', {}, kind(category)), list('category', '', {popular: '', category, k: 24})],
  cart: () => {
    const items = cart().map(known);
    const rows = items.map((item, place) => make('li', {}, make('img', {src: picture(item), alt: ''}), make('a', {href: '/shop/p/' + encodeURIComponent(item.item_id)}, title(item)),
      money(price(item)), make('button', {className: 'plain', onclick: () => {
        stored('cart', cart().filter((id, at) => at !== place));
        gtag('event', 'remove_from_cart', {currency: 'EUR', items: [ga4(item)]});
        show();
      }}, 'Remove')));
    const sum = items.reduce((all, item) => all + price(item), 0);
    const buy = make('button', {onclick: () => {
      dataLayer.push({ecommerce: null}, {event: 'purchase', ecommerce: {transaction_id: 'demo-' + Date.now(), currency: 'EUR', value: sum,
        items: items.map(item => ga4(item, {quantity: 1}))}});
      stored('cart', []);
      count();
      document.querySelector('main').replaceChildren(make('h1', {}, 'Thank you'), make('p', {}, 'Nothing is sent, nothing was paid.'), list('thanks', 'For next time'));
    }}, 'Buy for ' + money(sum));
    return [make('h1', {}, items.length ? 'Your cart' : 'Your cart is empty'), make('ul', {className: 'rows'}, ...rows), ...(items.length ? [buy] : []), list('cart', 'You may also need')];
  }
};
const count = () => document.getElementById('count').textContent = cart().length;
const show = () => {
  const [, page, about] = location.pathname.match(/^\/shop\/(?:(p|cart|c)(?:\/|$))?(.*)$/) || [];
  document.querySelector('main').replaceChildren(...pages[page || 'home'](decodeURIComponent(about || '')));
  count();
};
document.addEventListener('DOMContentLoaded', () => {
  if (matchMedia('(max-width: 75rem)').matches) document.getElementById('panel').open = false;
  document.querySelector('form').onsubmit = event => {
    event.preventDefault();
    const wanted = event.target.q.value.trim().toLowerCase();
    const found = wanted && Object.values(stored('items') || {}).find(item => item.category != null && kind(item.category).toLowerCase().includes(wanted));
    if (found) location.href = '/shop/c/' + encodeURIComponent(found.category);
    else event.target.q.setCustomValidity('No such category'), event.target.q.reportValidity();
  };
  document.querySelector('input').oninput = event => event.target.setCustomValidity('');
  show();
  tell();
});
