//! The regulation's clauses in our own words. A clause's number is stable: routes, audit rows and refusals cite it.

use contract::Text;

pub struct Chapter {
    pub number: i64,
    pub title: Text,
    pub clauses: &'static [(&'static str, Text)],
}

/// The numbers of all clauses, in order.
pub fn all() -> impl Iterator<Item = &'static str> {
    let clauses = CHAPTERS.iter().flat_map(|chapter| chapter.clauses);
    clauses.map(|(clause, _)| *clause)
}

/// What a clause asks.
pub fn duty(clause: &str) -> Option<Text> {
    let mut clauses = CHAPTERS.iter().flat_map(|chapter| chapter.clauses);
    clauses
        .find(|(known, _)| *known == clause)
        .map(|(_, duty)| *duty)
}

pub const CHAPTERS: &[Chapter] = &[
    Chapter {
        number: 1,
        title: Text::new("總則", "总则", "General"),
        clauses: &[
            (
                "1.2",
                Text::new(
                    "制度適用於部門所有人員與場所",
                    "制度适用于部门所有人员与场所",
                    "Applies to every employee and place of work",
                ),
            ),
            (
                "1.3",
                Text::new(
                    "合法合規、協作高效、人員成長、客戶為先",
                    "合法合规、协作高效、人员成长、客户为先",
                    "Lawful, efficient together, people grow, customer first",
                ),
            ),
        ],
    },
    Chapter {
        number: 2,
        title: Text::new("組織與職責", "组织与职责", "Organization and duties"),
        clauses: &[
            (
                "2.1",
                Text::new(
                    "一名經理、數名副經理、每個團隊一名主管與成員",
                    "一名经理、数名副经理、每个团队一名主管与成员",
                    "One manager, several deputies, teams with one lead each",
                ),
            ),
            (
                "2.2.1",
                Text::new(
                    "經理：年度計畫、團隊建設、協調、掌握成果、控制成本",
                    "经理：年度计划、团队建设、协调、掌握成果、控制成本",
                    "Manager: annual plan, team, coordination, results, cost",
                ),
            ),
            (
                "2.2.2",
                Text::new(
                    "副經理：管好分管領域、制度與流程、定期總結改進",
                    "副经理：管好分管领域、制度与流程、定期总结改进",
                    "Deputy: run the area, its procedures, sum up and improve",
                ),
            ),
            (
                "2.2.3",
                Text::new(
                    "主管：日常運作、目標分解到人、輔導、例會、關懷",
                    "主管：日常运作、目标分解到人、辅导、例会、关怀",
                    "Lead: daily running, targets for each member, coaching, meetings, care",
                ),
            ),
            (
                "2.2.4",
                Text::new(
                    "成員：守制度、完成任務、學習、服務客戶、反映問題",
                    "成员：守制度、完成任务、学习、服务客户、反映问题",
                    "Member: keep the rules, do the work, learn, serve, report",
                ),
            ),
        ],
    },
    Chapter {
        number: 3,
        title: Text::new("職場", "职场", "Workplace"),
        clauses: &[
            (
                "3.1.1",
                Text::new(
                    "每日離開前清潔，定期徹底清潔消毒",
                    "每日离开前清洁，定期彻底清洁消毒",
                    "Clean daily before leaving, deep-clean periodically",
                ),
            ),
            (
                "3.1.2",
                Text::new(
                    "用品擺放有序，文件分類歸檔",
                    "用品摆放有序，文件分类归档",
                    "Supplies in order, files classified",
                ),
            ),
            (
                "3.1.3",
                Text::new(
                    "辦公區不吸菸、不飲食、不喧嘩",
                    "办公区不吸烟、不饮食、不喧哗",
                    "No smoking, eating or shouting in the office",
                ),
            ),
            (
                "3.1.4",
                Text::new(
                    "愛護設備，損壞即報修",
                    "爱护设备，损坏即报修",
                    "Care for equipment, report damage at once",
                ),
            ),
            (
                "3.2.1",
                Text::new(
                    "定期檢查會議室與培訓場地",
                    "定期检查会议室与培训场地",
                    "Check meeting and training rooms regularly",
                ),
            ),
            (
                "3.2.2",
                Text::new(
                    "活動前佈置場地、備妥器材",
                    "活动前布置场地、备妥器材",
                    "Prepare room and material before an event",
                ),
            ),
            (
                "3.2.3",
                Text::new("活動中維持秩序", "活动中维持秩序", "Order during the event"),
            ),
            (
                "3.2.4",
                Text::new(
                    "活動後清場、歸還物品、關閉電源",
                    "活动后清场、归还物品、关闭电源",
                    "Clear up, return what was borrowed, power off",
                ),
            ),
            (
                "3.3.1",
                Text::new("安全教育", "安全教育", "Safety education"),
            ),
            (
                "3.3.2",
                Text::new(
                    "消防與應急設備齊備並定期檢查",
                    "消防与应急设备齐备并定期检查",
                    "Safety equipment present and inspected",
                ),
            ),
            (
                "3.3.3",
                Text::new(
                    "不私接電線、不使用大功率電器",
                    "不私接电线、不使用大功率电器",
                    "No private wiring or high-power appliances",
                ),
            ),
            (
                "3.3.4",
                Text::new(
                    "離開前檢查門窗與電源",
                    "离开前检查门窗与电源",
                    "Doors, windows and power checked before leaving",
                ),
            ),
            (
                "3.3.5",
                Text::new(
                    "應急預案與定期演練",
                    "应急预案与定期演练",
                    "Emergency plans, regular drills",
                ),
            ),
        ],
    },
    Chapter {
        number: 4,
        title: Text::new("人力資源", "人力资源", "People"),
        clauses: &[
            (
                "4.1.1",
                Text::new(
                    "招聘計畫：崗位、人數、條件",
                    "招聘计划：岗位、人数、条件",
                    "Recruitment plan: posts, headcount, requirements",
                ),
            ),
            (
                "4.1.2",
                Text::new(
                    "多管道發布職缺",
                    "多渠道发布职位",
                    "Publish openings through several channels",
                ),
            ),
            (
                "4.1.3",
                Text::new(
                    "面試、筆試、背景調查、擇優",
                    "面试、笔试、背景调查、择优",
                    "Interview, test, background check, select",
                ),
            ),
            (
                "4.1.4",
                Text::new(
                    "入職準備：培訓、用品、制度、導師",
                    "入职准备：培训、用品、制度、导师",
                    "Prepare the newcomer: training, supplies, rules, mentor",
                ),
            ),
            (
                "4.1.5",
                Text::new(
                    "辦理手續並簽訂合約",
                    "办理手续并签订合同",
                    "Formalities and contract",
                ),
            ),
            (
                "4.2.1",
                Text::new("年度培訓計畫", "年度培训计划", "Annual training plan"),
            ),
            (
                "4.2.2",
                Text::new(
                    "內訓、外訓、線上、實務",
                    "内训、外训、线上、实务",
                    "Internal, external, online training, practice",
                ),
            ),
            (
                "4.2.3",
                Text::new(
                    "個人培訓檔案",
                    "个人培训档案",
                    "Training record per employee",
                ),
            ),
            (
                "4.2.4",
                Text::new(
                    "鼓勵並獎勵取得證照",
                    "鼓励并奖励取得证书",
                    "Encourage and reward certificates",
                ),
            ),
            (
                "4.2.5",
                Text::new(
                    "依成果與能力晉升",
                    "依成果与能力晋升",
                    "Promotion by results and ability",
                ),
            ),
            (
                "4.3.1",
                Text::new(
                    "績效指標與標準",
                    "绩效指标与标准",
                    "Performance indicators and standards",
                ),
            ),
            (
                "4.3.2",
                Text::new(
                    "定期考核，結果與薪酬、晉升、獎勵掛鉤",
                    "定期考核，结果与薪酬、晋升、奖励挂钩",
                    "Appraise regularly, tied to pay, promotion, reward",
                ),
            ),
            (
                "4.3.3",
                Text::new(
                    "表彰優秀個人與團隊",
                    "表彰优秀个人与团队",
                    "Awards for outstanding people and teams",
                ),
            ),
            (
                "4.3.4",
                Text::new(
                    "未達標或違規：處理與輔導",
                    "未达标或违规：处理与辅导",
                    "Below standard or in breach: penalty and coaching",
                ),
            ),
            (
                "4.3.5",
                Text::new(
                    "滿意度調查並據以改進",
                    "满意度调查并据以改进",
                    "Satisfaction survey, acted on",
                ),
            ),
            (
                "4.4.1",
                Text::new(
                    "按時出勤，不遲到、不早退、不曠職",
                    "按时出勤，不迟到、不早退、不旷工",
                    "On time; not late, not early, not absent",
                ),
            ),
            (
                "4.4.2",
                Text::new(
                    "事先請假，核准後方可休假",
                    "事先请假，批准后方可休假",
                    "Leave is asked for ahead and starts once approved",
                ),
            ),
            (
                "4.4.3",
                Text::new(
                    "定期公布考勤統計，處理違規",
                    "定期公布考勤统计，处理违规",
                    "Statistics published regularly, breaches handled",
                ),
            ),
            (
                "4.4.4",
                Text::new(
                    "法定假日與各類法定假期",
                    "法定假日与各类法定假期",
                    "Statutory holidays and leave",
                ),
            ),
        ],
    },
    Chapter {
        number: 5,
        title: Text::new("業務", "业务", "Business"),
        clauses: &[
            (
                "5.1.1",
                Text::new(
                    "拓展計畫：目標、管道、方法",
                    "拓展计划：目标、渠道、方法",
                    "Expansion plan: goals, channels, methods",
                ),
            ),
            (
                "5.1.2",
                Text::new(
                    "電話、拜訪、活動",
                    "电话、拜访、活动",
                    "Calls, visits, events",
                ),
            ),
            (
                "5.1.3",
                Text::new(
                    "客戶資料完整、正確、分類",
                    "客户资料完整、正确、分类",
                    "Customer information complete, correct, classified",
                ),
            ),
            (
                "5.1.4",
                Text::new("定期回訪", "定期回访", "Regular follow-up"),
            ),
            (
                "5.1.5",
                Text::new(
                    "客戶活動與增值服務",
                    "客户活动与增值服务",
                    "Customer events and added services",
                ),
            ),
            (
                "5.2.1",
                Text::new(
                    "諮詢、需求分析、方案、投保、售後",
                    "咨询、需求分析、方案、投保、售后",
                    "Consultation, needs, solution, application, after-sales",
                ),
            ),
            (
                "5.2.2",
                Text::new(
                    "操作手冊：各階段標準",
                    "操作手册：各阶段标准",
                    "Operations manual: a standard per stage",
                ),
            ),
            (
                "5.2.3",
                Text::new(
                    "定期檢查業務並糾正",
                    "定期检查业务并纠正",
                    "Inspect business regularly, correct problems",
                ),
            ),
            (
                "5.2.4",
                Text::new(
                    "識別、評估、控制風險",
                    "识别、评估、控制风险",
                    "Identify, assess and control risks",
                ),
            ),
            (
                "5.3.1",
                Text::new(
                    "目標分解到團隊與個人",
                    "目标分解到团队与个人",
                    "Targets broken down to each team and person",
                ),
            ),
            (
                "5.3.2",
                Text::new(
                    "定期統計分析",
                    "定期统计分析",
                    "Regular statistics and analysis",
                ),
            ),
            ("5.3.3", Text::new("激勵", "激励", "Incentives")),
            (
                "5.3.4",
                Text::new(
                    "未達標：分析原因、輔導、改進",
                    "未达标：分析原因、辅导、改进",
                    "Below target: cause, coaching, improvement",
                ),
            ),
        ],
    },
    Chapter {
        number: 6,
        title: Text::new("財務", "财务", "Finance"),
        clauses: &[
            (
                "6.1.1",
                Text::new(
                    "年度預算：收入、成本、費用",
                    "年度预算：收入、成本、费用",
                    "Annual budget: income, cost, expense",
                ),
            ),
            (
                "6.1.2",
                Text::new(
                    "預算切實並相互協調",
                    "预算切实并相互协调",
                    "Budget realistic and coordinated",
                ),
            ),
            (
                "6.1.3",
                Text::new(
                    "公司核准後執行，調整須申請",
                    "公司批准后执行，调整须申请",
                    "Binding once approved; changed only by request",
                ),
            ),
            (
                "6.2.1",
                Text::new(
                    "依標準與流程報銷",
                    "依标准与流程报销",
                    "Claims by standard and approval flow",
                ),
            ),
            (
                "6.2.2",
                Text::new(
                    "審核真實、合理、合規",
                    "审核真实、合理、合规",
                    "Checked for real, reasonable, compliant",
                ),
            ),
            (
                "6.2.3",
                Text::new("定期分析費用", "定期分析费用", "Analyse spending regularly"),
            ),
            (
                "6.3.1",
                Text::new(
                    "登記、保管、維護資產",
                    "登记、保管、维护资产",
                    "Register, keep and maintain assets",
                ),
            ),
            (
                "6.3.2",
                Text::new(
                    "盤點，帳實相符",
                    "盘点，账实相符",
                    "Stocktake: book equals real",
                ),
            ),
            (
                "6.3.3",
                Text::new(
                    "資產用好，不閒置",
                    "资产用好，不闲置",
                    "Assets used, none idle",
                ),
            ),
        ],
    },
    Chapter {
        number: 7,
        title: Text::new("溝通", "沟通", "Communication"),
        clauses: &[
            (
                "7.1.1",
                Text::new(
                    "部門週會：進展、問題、下週任務",
                    "部门周会：进展、问题、下周任务",
                    "Weekly department meeting",
                ),
            ),
            (
                "7.1.2",
                Text::new(
                    "團隊成員保持溝通",
                    "团队成员保持沟通",
                    "Team members keep in touch",
                ),
            ),
            (
                "7.1.3",
                Text::new(
                    "歡迎並獎勵合理化建議",
                    "欢迎并奖励合理化建议",
                    "Suggestions welcomed and rewarded",
                ),
            ),
            (
                "7.1.4",
                Text::new("內部訊息", "内部消息", "Internal messaging"),
            ),
            (
                "7.2.1",
                Text::new(
                    "及時了解客戶需求",
                    "及时了解客户需求",
                    "Understand customers' needs in time",
                ),
            ),
            (
                "7.2.2",
                Text::new(
                    "與其他部門協作並及時告知",
                    "与其他部门协作并及时告知",
                    "Cooperate with other departments, inform in time",
                ),
            ),
        ],
    },
];
