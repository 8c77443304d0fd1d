---Backtext for Neovim: whether a sentence in a note is backed by its sources, while it is typed.
---
---Nothing has to be called; `setup{}` changes options. See `:help backtext`.
local M = {}

local started = false

---Changes options, and starts the server for notes unless `enable = false`. May be called again.
---@param options? backtext.Options
function M.setup(options)
  require("backtext.config").set(options)
  started = false
  M.start()
end

---Defines `:Backtext` and starts the server for notes. Called once by the plugin; a second call does nothing.
function M.start()
  if started then
    return
  end
  started = true
  require("backtext.commands").define()
  if require("backtext.config").get().enable then
    require("backtext.client").enable()
  end
end

---For a statusline: `%{v:lua.require'backtext'.status()}`.
---@return string
function M.status()
  return require("backtext.status").line()
end

return M
