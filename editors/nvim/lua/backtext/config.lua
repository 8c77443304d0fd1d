---The options in force: defaults, then `vim.g.backtext`, then what `setup{}` was given.
local root = require("backtext.root")

local M = {}

---@type backtext.Options
M.defaults = {
  enable = true,
  cmd = { "backtext", "lsp" },
  filetypes = { "markdown", "text", "toml" },
  root_markers = root.markers,
  settings = {},
  evidence = { view = "float", context = 3 },
}

---@type backtext.Options
local given = {}

---@param options? backtext.Options
function M.set(options)
  if options ~= nil and type(options) ~= "table" then
    error("backtext: setup{} takes a table, got " .. type(options))
  end
  given = options or {}
  for key in pairs(given) do
    if M.defaults[key] == nil and key ~= "on_attach" and key ~= "capabilities" then
      vim.notify(("backtext: unknown option %q"):format(key), vim.log.levels.WARN)
    end
  end
end

---@return backtext.Options
function M.get()
  local globals = type(vim.g.backtext) == "table" and vim.g.backtext or {}
  local merged = vim.tbl_deep_extend("force", M.defaults, globals, given)
  -- A list is replaced as a whole: `tbl_deep_extend` would do so too, but only where both are lists.
  for _, key in ipairs({ "cmd", "filetypes", "root_markers" }) do
    merged[key] = given[key] or globals[key] or M.defaults[key]
  end
  return merged
end

return M
