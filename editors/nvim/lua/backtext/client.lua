---Starting, finding and restarting the server: by `vim.lsp.enable` from Neovim 0.11 on, by `vim.lsp.start` on 0.10.
local config = require("backtext.config")
local root = require("backtext.root")
local status = require("backtext.status")

local M = {}

M.name = "backtext"

---@return boolean
local function has_enable()
  return vim.fn.has("nvim-0.11") == 1 and vim.lsp.config ~= nil
end

---Neovim 0.10 has a client's methods as plain functions that know their client.
---@param client vim.lsp.Client
---@param method string
---@param ... any
---@return any ...
local function call(client, method, ...)
  if vim.fn.has("nvim-0.11") == 1 then
    return client[method](client, ...)
  end
  return client[method](...)
end

---Gives a server that is about to start the settings of now. They are not part of the configuration itself: `vim.lsp.config`
---merges, so that a setting once given would outlive its removal, and it starts servers later than it is asked to.
---@param params lsp.InitializeParams
---@param started vim.lsp.ClientConfig
function M.apply_settings(params, started)
  local own = vim.tbl_get(started, "settings", "backtext") or {}
  local settings = vim.tbl_deep_extend("force", own, config.get().settings)
  -- An empty Lua table would go over the wire as an empty list.
  settings = next(settings) and settings or vim.empty_dict()
  started.settings.backtext = settings
  params.initializationOptions = settings
end

---What both ways to start share.
---@return table
local function base()
  local options = config.get()
  return {
    cmd = options.cmd,
    settings = {},
    before_init = M.apply_settings,
    capabilities = options.capabilities,
    on_attach = options.on_attach,
    handlers = { ["backtext/status"] = status.receive },
  }
end

---The configuration for `vim.lsp.config('backtext', …)`.
---@return vim.lsp.Config
function M.config()
  local options = config.get()
  return vim.tbl_extend("force", base(), {
    filetypes = options.filetypes,
    root_dir = function(bufnr, on_dir)
      if root.serves(bufnr) then
        on_dir(root.find(vim.api.nvim_buf_get_name(bufnr), options.root_markers))
      end
    end,
  })
end

---Starts the server for one buffer (Neovim 0.10, and buffers that were open before the plugin was loaded).
---@param bufnr integer
---@return integer? client_id
function M.attach(bufnr)
  if not root.serves(bufnr) then
    return
  end
  local dir = root.find(vim.api.nvim_buf_get_name(bufnr), config.get().root_markers)
  return vim.lsp.start(vim.tbl_extend("force", base(), { name = M.name, root_dir = dir }), { bufnr = bufnr })
end

---Starts the server for every note, now and later.
function M.enable()
  if has_enable() then
    vim.lsp.config(M.name, M.config())
    vim.lsp.enable(M.name)
    return
  end
  local group = vim.api.nvim_create_augroup("backtext", { clear = true })
  local filetypes = config.get().filetypes
  vim.api.nvim_create_autocmd("FileType", {
    group = group,
    pattern = filetypes,
    callback = function(event)
      M.attach(event.buf)
    end,
  })
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(bufnr) and vim.list_contains(filetypes, vim.bo[bufnr].filetype) then
      M.attach(bufnr)
    end
  end
end

---The server of a buffer, or any running one when the buffer has none.
---@param bufnr? integer
---@return vim.lsp.Client?
function M.get(bufnr)
  local own = vim.lsp.get_clients({ name = M.name, bufnr = bufnr or vim.api.nvim_get_current_buf() })
  return own[1] or vim.lsp.get_clients({ name = M.name })[1]
end

---Asks the server of the current buffer; without one, or when it refuses, the person is told and nothing happens.
---@param method string
---@param params table
---@param on_result fun(result: any, client: vim.lsp.Client)
function M.request(method, params, on_result)
  local bufnr = vim.api.nvim_get_current_buf()
  local client = M.get(bufnr)
  if not client then
    vim.notify("backtext: no server runs for this buffer (see :checkhealth backtext)", vim.log.levels.WARN)
    return
  end
  call(client, "request", method, params, function(err, result)
    if err then
      vim.notify("backtext: " .. (err.message or vim.inspect(err)), vim.log.levels.ERROR)
    else
      on_result(result, client)
    end
  end, bufnr)
end

---Stops every Backtext server and starts one again for the buffers that had it.
function M.restart()
  local buffers = {}
  local clients = vim.lsp.get_clients({ name = M.name, _uninitialized = true })
  for _, client in ipairs(clients) do
    for bufnr in pairs(client.attached_buffers) do
      buffers[bufnr] = true
    end
    call(client, "stop")
  end
  -- These very clients: Neovim may start a new one while we wait.
  local stopped = vim.wait(3000, function()
    return vim.iter(clients):all(function(client)
      return vim.lsp.get_client_by_id(client.id) == nil
    end)
  end, 20)
  if not stopped then
    for _, client in ipairs(clients) do
      call(client, "stop", true)
    end
  end
  -- A server that died took its buffers with it: every note on screen gets one again.
  local filetypes = config.get().filetypes
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(bufnr) and vim.list_contains(filetypes, vim.bo[bufnr].filetype) then
      buffers[bufnr] = true
    end
  end
  for bufnr in pairs(buffers) do
    if vim.api.nvim_buf_is_loaded(bufnr) then
      M.attach(bufnr)
    end
  end
end

return M
