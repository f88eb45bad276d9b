from . import neiqin_policies, error_policies, neiqin_settings, res_config_settings
