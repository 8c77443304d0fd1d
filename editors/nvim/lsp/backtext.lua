-- For `vim.lsp.enable('backtext')` (Neovim 0.11): the plugin's own configuration under the name that `setup{}` uses.
return require("backtext.client").config()
