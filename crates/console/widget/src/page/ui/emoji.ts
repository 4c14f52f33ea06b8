/** The emoji that are offered: those that people use with a help desk. */
export const EMOJI = [
  '😀 😄 😂 🙂 😊 😉 😍 😘 😎 🤔 😅 😇 🥳 😢 😭 😡',
  '😱 😴 🤒 🤗 👍 👎 👌 🙏 👏 💪 👋 🤝 ✌️ 🫶 ❤️ 💔',
  '🔥 ✨ 🎉 🎁 ⭐ ✅ ❌ ⚠️ ❓ ❗ 💡 📞 📧 📷 📄 📦',
  '🚚 🏠 💳 💰 🕐 📅 🔒 🔑',
].flatMap((row) => row.split(' '));
