from . import neiqin_policies, neiqin_settings, res_config_settings
from . import collection_policies
from . import error_policies
from . import backup, backup_copy, backup_target, backup_words, backup_keep
from . import backup_work, backup_left_out, backup_found, backup_make
from . import restore_drill, drill_run, leaver_backup
from . import health, health_token, health_schedule
from . import health_traffic, health_backup, health_control, health_gates
from . import health_server, health_queries
