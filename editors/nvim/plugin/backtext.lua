-- Makes the plugin work without a line of configuration: the `:Backtext` command and the server for notes.
-- `vim.g.backtext = { … }` holds the same options as `setup{}`; `vim.g.backtext = { enable = false }` leaves the start to you.
if vim.g.loaded_backtext then
  return
end
vim.g.loaded_backtext = true

if vim.fn.has("nvim-0.10") == 0 then
  vim.notify("backtext needs Neovim 0.10 or later", vim.log.levels.ERROR)
  return
end

require("backtext").start()
