---@meta

---What `require('backtext').setup{}` and `vim.g.backtext` take. Everything is optional.
---@class backtext.Options
---@field enable? boolean Start the server for notes by itself. Default: true.
---@field cmd? string[] The server and its arguments. Default: `{ 'backtext', 'lsp' }`.
---@field filetypes? string[] Filetypes of notes. Default: markdown, text, toml (only `backtext.toml`).
---@field root_markers? string[] Files and folders that mark a workspace, the strongest first.
---@field settings? backtext.Settings Laid over `backtext.toml`.
---@field on_attach? fun(client: vim.lsp.Client, bufnr: integer)
---@field capabilities? lsp.ClientCapabilities Merged into Neovim's own.
---@field evidence? backtext.EvidenceOptions

---@class backtext.EvidenceOptions
---@field view? 'float'|'split'|'vsplit' Where `:Backtext evidence` shows the passage. Default: float.
---@field context? integer Lines of the source shown before and after the passage in the float. Default: 3.

---The server's settings, named as in `backtext.toml`.
---@class backtext.Settings
---@field workspace? { sources?: string[], notes?: string[], exclude?: string[] }
---@field language? { likelihood?: 'icd-203'|'phia' }
---@field rules? table<string, 'error'|'warning'|'information'|'hint'|'off'>
---@field editor? { wholeWorkspace?: boolean, inlayHints?: boolean, codeLens?: boolean, debounce?: integer }

---Parameters of the notification `backtext/status`: one workspace, each time that something about it changed.
---@class backtext.Status
---@field root? string
---@field state string
---@field sources integer
---@field pending integer sources that are still to be read
---@field notes integer
---@field verdicts table<string, integer>

---@class backtext.Node
---@field id string
---@field name string
---@field kind string
---@field mentions integer

---@class backtext.Statement
---@field subject string
---@field object string
---@field act string
---@field polarity 'cooperation'|'conflict'|'mixed'
---@field mode 'verbal'|'material'
---@field modality string
---@field start? string
---@field end? string
---@field attributed_to? string
---@field source string
---@field uri? string
---@field line integer 1-based
---@field bytes? integer[]
---@field quote string

---@class backtext.Edge
---@field pair string[]
---@field stance string
---@field cooperation integer
---@field conflict integer
---@field first? string
---@field last? string
---@field disputes string[]
---@field statements backtext.Statement[]

---@class backtext.Graph
---@field nodes backtext.Node[]
---@field edges backtext.Edge[]
